"""Rules of law beyond time: questions with an answer, its articles and its reasoning."""
