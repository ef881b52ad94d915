"""What is written down: case, contact, party, claim, agreement, payment, referral, letter, journal, clocks."""
