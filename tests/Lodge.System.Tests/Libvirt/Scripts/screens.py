"""Pictures: of the desktop, and of guests."""


def of_guest(domain):
    """What the guest shows, as the daemon photographs it."""
    from gi.repository import GdkPixbuf

    stream = domain.connect().newStream()
    domain.screenshot(stream, 0)
    loader = GdkPixbuf.PixbufLoader()
    stream.recvAll(lambda _, data, loader: loader.write(data), loader)
    stream.finish()
    loader.close()
    return loader.get_pixbuf()


def of_desktop():
    """What the desktop shows."""
    from gi.repository import Gdk

    root = Gdk.get_default_root_window()
    return Gdk.pixbuf_get_from_window(root, 0, 0, root.get_width(), root.get_height())


def rows(picture):
    """The rows of a picture, three bytes a pixel."""
    pixels, width, size = picture.get_pixels(), picture.get_width(), picture.get_n_channels()
    for start in range(0, picture.get_height() * picture.get_rowstride(), picture.get_rowstride()):
        row = pixels[start : start + width * size]
        yield row if size == 3 else bytes(byte for at, byte in enumerate(row) if at % size < 3)


def holds(large, small):
    """Whether a picture holds another, but for a cursor that blinks. A picture without text is never held."""
    there, wanted = list(rows(large)), list(rows(small))
    written = [at for at, row in enumerate(wanted) if len(set(row)) > 1]
    for first in written[:3]:
        for top, row in enumerate(there):
            left = row.find(wanted[first])
            if left >= 0 and len(written) > 20:
                offset = top - first
                same = [at for at in written if there[at + offset][left : left + len(wanted[at])] == wanted[at]]
                return len(same) > 0.9 * len(written)
    return False
