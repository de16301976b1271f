"""Who works on the bot: users with roles, their logins, and the list of what they did."""
