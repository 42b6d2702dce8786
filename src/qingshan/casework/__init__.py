"""The dated records of every step of a site, the stored Status, and the only hands that write them."""
