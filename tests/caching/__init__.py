"""What is kept in memory: editions, held values, moments and the page store."""
