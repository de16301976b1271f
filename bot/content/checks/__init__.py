"""What ./messelotse check looks at; each check collects every problem."""
