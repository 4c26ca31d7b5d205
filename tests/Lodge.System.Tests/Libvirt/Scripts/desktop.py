"""A desktop that nobody sees, with its own X server and session bus, whose windows are used as assistive programs use them."""
import contextlib
import os
import subprocess
import time

LIMIT = 120  # Seconds that anything may take on a machine that has much else to do.


@contextlib.contextmanager
def started(folder):
    """Starts X server and bus, and points this program and those that it starts at them."""
    for name in ("WAYLAND_DISPLAY", "NO_AT_BRIDGE"):
        os.environ.pop(name, None)
    os.environ.update(XDG_RUNTIME_DIR=folder, GSETTINGS_BACKEND="memory", GDK_BACKEND="x11", GTK_THEME="Adwaita", LANGUAGE="en")
    with contextlib.ExitStack() as stack:
        screen = told(stack, lambda pipe: ["Xvfb", "-displayfd", str(pipe), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"])
        os.environ["DISPLAY"] = f":{screen}"
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = told(stack, lambda pipe: ["dbus-daemon", "--session", "--nofork", f"--print-address={pipe}"])
        yield


def told(stack, command):
    """Starts a program that lives as long as the stack, and reads the line that it writes to a pipe."""
    reader, writer = os.pipe()
    process = stack.enter_context(subprocess.Popen(command(writer), pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    stack.callback(process.terminate)
    os.close(writer)
    with open(reader, encoding="utf-8") as answers:
        return answers.readline().strip()


def wait(what, probe):
    """Waits until the probe gives something, and returns that."""
    deadline = time.monotonic() + LIMIT
    while not (found := probe()):
        assert time.monotonic() < deadline, f"{what}: not within {LIMIT} seconds; there are {titles()}"
        time.sleep(0.05)
    return found


def window(title):
    """Waits for the window of this title."""
    return wait(f"window '{title}'", lambda: next((each for each in windows() if each.get_name() == title and has(each, "SHOWING")), None))


def windows():
    """All windows of all programs."""
    from gi.repository import Atspi

    for program in children(Atspi.get_desktop(0)):
        yield from children(program)


def titles():
    """What windows there are, and for those that want an answer what they say."""
    said = {each: [part.get_name() for part in everything(each) if part.get_role_name() == "label"] for each in windows()}
    return [f"{each.get_role_name()} '{each.get_name()}'" + (f": {words}" if each.get_role_name() != "frame" else "") for each, words in said.items()]


def children(of):
    """The widgets in a widget."""
    from gi.repository import GLib

    with contextlib.suppress(GLib.Error):  # It may go away meanwhile.
        for index in range(of.get_child_count()):
            if (child := of.get_child_at_index(index)) is not None:
                yield child


def everything(of):
    """The widgets in a widget, those in them, and so on."""
    for child in children(of):
        yield child
        yield from everything(child)


def has(widget, state):
    """Whether a widget is in a state, such as SHOWING or SENSITIVE."""
    from gi.repository import Atspi

    return widget.get_state_set().contains(getattr(Atspi.StateType, state))


def find(top, role, name):
    """The widget of this role and name that shows; None when there is none."""
    return next((each for each in everything(top) if each.get_role_name() == role and each.get_name() == name and has(each, "SHOWING")), None)


def press(top, role, name):
    """Waits until the widget can be used, and does its first action."""
    wait(f"{role} '{name}'", lambda: (widget := find(top, role, name)) and has(widget, "SENSITIVE") and widget).do_action(0)


def choose(top, *path):
    """Goes through a menu to one of its items."""
    for name in path:
        found = wait(f"menu '{name}'", lambda: next((each for each in everything(top) if each.get_name() == name and "menu" in each.get_role_name()), None))
        found.do_action(0)


def turn_to(top, tab):
    """Turns to a page of a notebook."""
    page = wait(f"page '{tab}'", lambda: find(top, "page tab", tab))
    page.get_parent().select_child(page.get_index_in_parent())
