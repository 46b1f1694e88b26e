//! What is read as a position, in trees made by hand.
