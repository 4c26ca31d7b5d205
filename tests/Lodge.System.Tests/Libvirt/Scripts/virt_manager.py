"""
Works with guests in virt-manager's windows: URI, DOMAIN, WORDS that its console says, another DOMAIN whose screen is SPICE's,
and a FOLDER for pictures, if wanted.
"""
import contextlib
import os
import re
import subprocess
import sys
import tempfile

import gi
import libvirt

gi.require_version("Atspi", "2.0")
gi.require_version("Gdk", "3.0")

import desktop
import screens

URI, NAME, WORDS, SPICE = sys.argv[1:5]
PAGES = ["Overview", "CPUs", "Memory", "VirtIO Disk 1", "NIC", "Display VNC", "Serial 1", "Channel", "Video VGA"]
TROUBLE = re.compile(r"^(Traceback|libvirt|.*\] (WARNING|ERROR) |.*DEBUG .*([Ee]rror|[Ff]ailed|Blacklisting))")


def virt_manager(*arguments, **options):
    return subprocess.Popen(["virt-manager", "--connect", URI, *arguments], **options)


def in_state(domain, state):
    desktop.wait(f"state {state}", lambda: domain.state()[0] == state)


def calm():
    """Nothing asks for an answer or complains."""
    assert all(each.get_role_name() == "frame" for each in desktop.windows()), desktop.titles()


def picture(name):
    if len(sys.argv) > 5:
        screens.of_desktop().savev(os.path.join(sys.argv[5], f"{name}.png"), "png", [], [])


def open_from_list(name):
    main = desktop.window("Virtual Machine Manager")
    desktop.wait("the domain in the list", lambda: desktop.find(main, "table cell", f"{name}\nShutoff"))
    assert virt_manager("--show-domain-console", name).wait(desktop.LIMIT) == 0
    return main, desktop.window(f"{name} on QEMU/KVM")


def start(domain, main, window):
    desktop.press(window, "push button", "Run")
    in_state(domain, libvirt.VIR_DOMAIN_RUNNING)
    desktop.wait("'Running' in the list", lambda: desktop.find(main, "table cell", f"{domain.name()}\nRunning"))
    watch_screen(domain)


def watch_screen(domain):
    desktop.wait("the guest's screen in the window", lambda: screens.holds(screens.of_desktop(), screens.of_guest(domain)))


def read_console(window):
    desktop.choose(window, "View", "Consoles", "Serial 1")
    terminal = desktop.wait("the terminal", lambda: desktop.find(window, "terminal", "Serial Terminal"))
    desktop.wait(f"'{WORDS}' on the serial console", lambda: WORDS in terminal.get_text(0, -1))
    desktop.choose(window, "View", "Consoles", "Graphical Console VNC")


def look_at_hardware(window):
    desktop.press(window, "radio button", "Details")
    table = desktop.wait("the hardware", lambda: desktop.find(window, "table", "hw-list"))
    names = [cell.get_name() for cell in desktop.everything(table) if cell.get_role_name() == "table cell" and cell.get_name()]
    for page in PAGES:
        table.add_row_selection(next(row for row, name in enumerate(names) if name.startswith(page)))
        calm()
    desktop.press(window, "radio button", "Snapshots")
    calm()
    desktop.press(window, "radio button", "Console")


def pause_and_resume(domain, window):
    desktop.press(window, "toggle button", "Pause")
    in_state(domain, libvirt.VIR_DOMAIN_PAUSED)
    desktop.press(window, "toggle button", "Pause")
    in_state(domain, libvirt.VIR_DOMAIN_RUNNING)


def look_at_host(domain):
    assert virt_manager("--show-host-summary").wait(desktop.LIMIT) == 0
    host = desktop.window("QEMU/KVM - Connection Details")
    desktop.turn_to(host, "Virtual Networks")
    desktop.turn_to(host, "Storage")
    desktop.wait("the storage pool", lambda: is_in_table(host, "default"))
    domain.connect().storagePoolDefineXML("<pool type='dir'><name>later</name><target><path>/nonexistent</path></target></pool>")
    desktop.wait("the storage pool that came later", lambda: is_in_table(host, "later"))
    make_volume(host)
    calm()


def make_volume(host):
    """Makes a volume in the pool that is shown first."""
    desktop.press(host, "push button", "vol-new")
    dialog = desktop.window("Add a Storage Volume")
    desktop.wait("the field for a name", lambda: next((each for each in desktop.everything(dialog) if is_name_field(each)), None)).set_text_contents("paper")
    next(each for each in desktop.everything(dialog) if each.get_role_name() == "spin button").set_current_value(1)
    desktop.press(dialog, "push button", "Finish")
    desktop.wait("the end of the dialog", lambda: not any(desktop.has(each, "SHOWING") for each in desktop.windows() if is_making(each)))
    desktop.wait("the volume in the list", lambda: is_in_table(host, "paper.qcow2"))
    picture("storage")


def is_making(window):
    return window.get_role_name() == "dialog" or window.get_name() == "Add a Storage Volume"


def is_name_field(widget):
    return widget.get_role_name() == "text" and widget.get_parent().get_role_name() != "combo box" and desktop.has(widget, "SHOWING")


def is_in_table(top, words):
    return any(words in each.get_name() for each in desktop.everything(top) if each.get_role_name() == "table cell")


def shut_down(domain, main, window):
    desktop.press(window, "push button", "Shut Down")
    in_state(domain, libvirt.VIR_DOMAIN_SHUTOFF)
    desktop.wait("'not running' in the window", lambda: desktop.find(window, "label", "Guest is not running."))
    desktop.wait("'Shutoff' in the list", lambda: desktop.find(main, "table cell", f"{NAME}\nShutoff"))


def watch_by_spice(domain):
    main, window = open_from_list(SPICE)
    start(domain, main, window)
    picture("spice")
    domain.destroy()
    desktop.wait("'not running' in the window", lambda: desktop.find(window, "label", "Guest is not running."))
    desktop.choose(window, "File", "Close")


def work(connection):
    domain = connection.lookupByName(NAME)
    main, window = open_from_list(NAME)
    start(domain, main, window)
    read_console(window)
    watch_screen(domain)
    picture("vnc")
    look_at_hardware(window)
    pause_and_resume(domain, window)
    look_at_host(domain)
    shut_down(domain, main, window)
    desktop.choose(window, "File", "Close")
    watch_by_spice(connection.lookupByName(SPICE))
    calm()
    desktop.choose(main, "File", "Quit")


def run():
    with tempfile.TemporaryDirectory() as folder, desktop.started(folder), open(os.path.join(folder, "log"), "w+", encoding="utf-8") as log:
        with virt_manager("--debug", stdout=log, stderr=subprocess.STDOUT) as process:
            try:
                work(libvirt.open(URI))
                process.wait(desktop.LIMIT)
            finally:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                log.seek(0)
                said = log.read()
                sys.stderr.write(said)
    assert process.returncode == 0, f"virt-manager ended with {process.returncode}"
    assert "Exiting app normally" in said
    trouble = [line for line in said.splitlines() if TROUBLE.search(line)]
    assert not trouble, trouble


run()
print("all well")
