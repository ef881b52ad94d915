"""What is written down: case, contact, party, claim, evidence, agreement, payment, referral, letter, journal, clocks."""
