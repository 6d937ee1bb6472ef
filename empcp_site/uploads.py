"""Where the site keeps uploaded files: in the data folder, or in the S3-compatible bucket that the settings name."""

from importlib.util import find_spec
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def storage(bucket: str, endpoint: str, region: str, key: str, secret: str) -> dict:
    """Django's settings for the bucket, or for the data folder where no bucket is named.

    Without a key, the library asks the machine for its role, as on a server of the cloud that has the bucket.
    """
    if not bucket:
        return {"BACKEND": "collaboration.files.places.Folder"}
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured("EMPCP_S3_BUCKET names a bucket, but what speaks to it is missing: install it with pip install .[s3].")
    if bool(key) != bool(secret):
        raise ImproperlyConfigured("EMPCP_S3_KEY and EMPCP_S3_SECRET belong together: set both, or neither where the machine has a role of its own.")
    address = urlsplit(endpoint)
    if endpoint and (address.scheme not in ("https", "http") or not address.hostname):
        raise ImproperlyConfigured(f"EMPCP_S3_ENDPOINT is “{endpoint}”; give the whole address of the storage, for instance https://s3.example.org.")
    return {
        "BACKEND": "collaboration.files.bucket.Bucket",
        "OPTIONS": {"bucket_name": bucket, "endpoint_url": endpoint or None, "region_name": region or None, "access_key": key or None, "secret_key": secret or None},
    }
