"""Judged files in a bucket that speaks S3: private objects, which only our views send on.

django-storages speaks the protocol. What is ours: one kind of error for a storage that is away, told within seconds;
parts of a file without the whole; and no addresses, signed or not, so that no file leaves past the rule of its page.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property, lru_cache
from typing import NoReturn

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from .places import StorageAway

# Seconds. Each question is asked once: a reader has an answer within five, and may ask again.
TO_CONNECT, TO_ANSWER = 2, 4
# Files never change under their names, so a size holds for ever; a page that lists pictures must not ask for each.
SIZES_KNOWN = 20_000


@contextmanager
def telling(name: str = "") -> Iterator[None]:
    """Turn the library's many errors into two: no such file, or the storage is away."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "refused")
        if name and code in ("404", "NoSuchKey"):
            raise FileNotFoundError(name) from error
        raise StorageAway(code) from error
    except (BotoCoreError, Boto3Error) as error:
        raise StorageAway(type(error).__name__) from error


class Body:
    """Bytes on their way from the bucket."""

    def __init__(self, stream):
        self.stream = stream

    def read(self, size: int = -1) -> bytes:
        with telling():
            return self.stream.read(None if size < 0 else size)

    def close(self) -> None:
        self.stream.close()


class Bucket(S3Storage):
    """A bucket of files. Whether it is private is the bucket's own setting; none of our requests opens an object to others."""

    def __init__(self, **settings):
        by_path = {"s3": {"addressing_style": "path"}} if settings.get("endpoint_url") else {}
        # Not every server of this kind knows the checksums that the library would add by itself.
        plain = {"request_checksum_calculation": "when_required", "response_checksum_validation": "when_required"}
        patience = {"connect_timeout": TO_CONNECT, "read_timeout": TO_ANSWER, "retries": {"total_max_attempts": 1}}
        super().__init__(
            client_config=Config(signature_version="s3v4", **patience, **by_path, **plain),
            transfer_config=TransferConfig(use_threads=False), file_overwrite=False, default_acl=None, querystring_auth=False, **settings,
        )  # fmt: skip
        self.known_size = lru_cache(SIZES_KNOWN)(lambda name: self.state(name)[0])

    @cached_property
    def connection(self):
        """One for all threads, as its client allows: one for each, as the library has it, costs 8 MB and a third of a second."""
        return super().connection

    @property
    def client(self):
        return self.connection.meta.client

    def url(self, *args, **kwargs) -> NoReturn:
        raise NotImplementedError("a stored file has no address: only a view sends it")

    def state(self, name: str) -> tuple[int, datetime]:
        with telling(name):
            answer = self.client.head_object(Bucket=self.bucket_name, Key=self._normalize_name(name))
        return answer["ContentLength"], answer["LastModified"]

    def part(self, name: str, start: int, length: int) -> Body:
        with telling(name):
            wanted = f"bytes={start}-{start + length - 1}"
            return Body(self.client.get_object(Bucket=self.bucket_name, Key=self._normalize_name(name), Range=wanted)["Body"])

    def everything(self) -> Iterator[tuple[str, int, datetime]]:
        with telling():
            for page in self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket_name):
                for one in page.get("Contents", ()):
                    yield one["Key"], one["Size"], one["LastModified"]

    def size(self, name: str) -> int:
        return self.known_size(name)

    def get_modified_time(self, name: str) -> datetime:
        return self.state(name)[1]

    def _open(self, name: str, mode: str = "rb") -> File:
        if mode != "rb":
            raise ValueError("a stored file is read or saved anew, never changed")
        with telling(name):
            return File(Body(self.client.get_object(Bucket=self.bucket_name, Key=self._normalize_name(name))["Body"]), name)

    def _save(self, name: str, content: File) -> str:
        with telling():
            return super()._save(name, content)

    def exists(self, name: str) -> bool:
        with telling():
            return super().exists(name)

    def delete(self, name: str) -> None:
        with telling():
            super().delete(name)
        self.known_size.cache_clear()

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with telling():
            return super().listdir(name)
