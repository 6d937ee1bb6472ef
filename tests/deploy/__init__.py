"""What deploy/ promises an operator, held against the real nginx, the real systemd and the real site."""
