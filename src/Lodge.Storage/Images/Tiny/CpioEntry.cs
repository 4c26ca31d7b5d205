namespace Lodge.Storage.Images.Tiny;

/// <summary>
/// One entry of a cpio archive. Devices are entries like any other, so that an archive with them needs no rights.
/// </summary>
/// <param name="Path">The path in the archive, without a leading slash.</param>
/// <param name="Mode">Type and permission bits, as in <c>st_mode</c>.</param>
/// <param name="Content">The content of a file, the target of a symbolic link, or nothing.</param>
/// <param name="Major">The major number of a device.</param>
/// <param name="Minor">The minor number of a device.</param>
internal sealed record CpioEntry(string Path, int Mode, ReadOnlyMemory<byte> Content, int Major = 0, int Minor = 0)
{
    private const int TypeDirectory = 0x4000;
    private const int TypeCharacterDevice = 0x2000;
    private const int TypeFile = 0x8000;
    private const int TypeLink = 0xA000;

    // 0777, 0755, 0644 and 0600 in octal.
    private const int ForLinks = 0x1FF;
    private const int ForAll = 0x1ED;
    private const int ForReading = 0x1A4;
    private const int ForRoot = 0x180;

    public static CpioEntry Directory(string path) => new(path, TypeDirectory | ForAll, default);

    public static CpioEntry File(string path, ReadOnlyMemory<byte> content) => new(path, TypeFile | ForReading, content);

    public static CpioEntry Program(string path, ReadOnlyMemory<byte> content) => new(path, TypeFile | ForAll, content);

    public static CpioEntry Link(string path, string target) =>
        new(path, TypeLink | ForLinks, System.Text.Encoding.UTF8.GetBytes(target));

    public static CpioEntry CharacterDevice(string path, int major, int minor) =>
        new(path, TypeCharacterDevice | ForRoot, default, major, minor);
}
