"""The two ways a command ends badly. Their text is one sentence: what is wrong, where, what to do."""


class WrongCall(Exception):
    """The command was called wrongly; nothing was written. Exit status 2."""


class RunFailed(Exception):
    """The run could not do all of its work. Exit status 1."""
