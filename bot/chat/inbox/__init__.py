"""The editors' inbox: questions that the bot could not answer well."""
