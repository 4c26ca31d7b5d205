namespace Lodge.Model.Storage.Formats;

/// <summary>Recognises images of formats that Lodge does not run from, so that nobody boots one as raw bytes by mistake.</summary>
public static class ForeignFormats
{
    private static readonly (byte[] Magic, string Name)[] Known =
    [
        ("KDMV"u8.ToArray(), "vmdk"),
        ("# Disk DescriptorFile"u8.ToArray(), "vmdk"),
        ("vhdxfile"u8.ToArray(), "vhdx"),
        ("conectix"u8.ToArray(), "vpc"),
        ([.. "QED"u8, 0], "qed"),
        ("<<< "u8.ToArray(), "vdi"),
        ([.. "QFI"u8, 0xFB, 0, 0, 0, 1], "qcow"),
    ];

    /// <summary>QEMU's name of the format that an image begins as; null for none of these.</summary>
    public static string? Find(ReadOnlySpan<byte> start)
    {
        foreach (var (magic, name) in Known)
        {
            if (start.StartsWith(magic))
            {
                return name;
            }
        }

        return null;
    }
}
