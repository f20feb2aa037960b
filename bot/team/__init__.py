"""What reaches the study team, and the courier that brings everything out of the outbox."""
