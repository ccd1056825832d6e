"""What Broadsheet does, as plain functions over the parts they are handed. Knows no screen and no command line."""
