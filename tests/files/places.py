"""Places for uploaded files in tests: a folder, a bucket on a real server that speaks S3, and storages that are away."""

import logging
import socket
from contextlib import contextmanager

import boto3
from moto.server import ThreadedMotoServer

from empcp_site.uploads import storage

ACCESS = ("eu-west-2", "a-key", "a-secret")


@contextmanager
def s3_server():
    """The address of a server that speaks S3, on this machine."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        yield "http://{}:{}".format(*server.get_host_and_port())
    finally:
        server.stop()


def client_of(endpoint: str):
    """Somebody else's way into the buckets of a server."""
    return boto3.client("s3", endpoint_url=endpoint, region_name=ACCESS[0], aws_access_key_id=ACCESS[1], aws_secret_access_key=ACCESS[2])


def use_bucket(settings, endpoint: str, bucket: str) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": storage(bucket, endpoint, *ACCESS)}


@contextmanager
def silent_server():
    """The address of a server that takes connections and says nothing."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(16)
        yield f"http://127.0.0.1:{deaf.getsockname()[1]}"


def nobody() -> str:
    """An address where nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{one.getsockname()[1]}"
