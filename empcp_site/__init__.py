"""The configuration of the project; nothing here knows what a police force is.

Importing this package puts a current SQLite in the place of the standard library's, which on
Debian 12 is 3.40.1: before 3.51.3 a reset of the write-ahead log can corrupt a database. It has to
happen before Django opens the standard module, and this package is what Django imports first.
"""

import sys

try:
    import pysqlite3
except ImportError:  # not Linux: the interpreter's own SQLite is used, and a system check judges it
    pass
else:
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
