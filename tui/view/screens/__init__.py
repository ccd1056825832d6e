"""The screens: each composes its widgets, answers their messages and runs its actions."""
