"""What those who run the site see of it: whether it lives, whether it is ready, and its figures.

`/health/live` needs nothing but the process. `/health/ready` looks at what the site stands on. `/metrics` gives
Prometheus figures to whoever has the token, where a setting asks for it. None of it is stored by anybody.
"""
