"""The front of each site: home, statements about the site itself, sitemap, and errors."""
