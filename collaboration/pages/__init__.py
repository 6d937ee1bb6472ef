"""Pages of running text: about, the menu pages of each site, the law in plain words.

A page stands in its site's tree by its path. What has a shape of its own (releases, agreements,
units, facts) has a room of its own.
"""
