"""The staff: users with roles, their logins, and the audit log of their actions."""
