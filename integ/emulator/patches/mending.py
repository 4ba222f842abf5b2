"""How the emulator is mended: a patch whose place is gone fails the start."""

CHANGED = "the emulator changed: look at its patches again"


def replaced(text, before, after):
    assert text.count(before) == 1, CHANGED
    return text.replace(before, after)


def wrap(module, name, wrapper):
    assert callable(getattr(module, name, None)), CHANGED
    setattr(module, name, wrapper(getattr(module, name)))
