"""What the entries of a record say: used where records are read and where answers are held against them."""
