CONSOLE = "console"  # the account of commands without a person; nobody signs in with it
