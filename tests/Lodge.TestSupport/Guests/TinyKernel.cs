namespace Lodge.TestSupport.Guests;

/// <summary>
/// The smallest file that QEMU boots as a Linux kernel, on q35, pc and microvm: it says <see cref="Greeting"/> on its
/// serial port and halts. Its source is tiny-kernel.S beside this file; the header is that of the Linux boot protocol
/// (Documentation/arch/x86/boot.rst in the kernel's tree).
/// </summary>
public static class TinyKernel
{
    public const string Greeting = "KERNEL UP";

    private const int Length = 1536;
    private const int CodeOffset = 0x230;

    // gcc -m32 -c tiny-kernel.S && ld -m elf_i386 -Ttext 0 --oformat binary; from CodeOffset on
    private const string Code =
        "fa8cc88ed8be5200ac84c0741288c3bafd03eca82074fbbaf80388d8eeebe9f4" +
        "ebfd4b45524e454c2055500d0a00";

    /// <summary>Writes the kernel to a file.</summary>
    public static void Write(string path)
    {
        var file = new byte[Length];
        file[0x1F1] = 1; // sectors of setup code
        (file[0x1FE], file[0x1FF]) = (0x55, 0xAA);
        (file[0x200], file[0x201]) = (0xEB, CodeOffset - 0x202); // jump over the header
        "HdrS"u8.CopyTo(file.AsSpan(0x202));
        (file[0x206], file[0x207]) = (0x03, 0x02); // protocol 2.03
        file[0x211] = 1; // the rest is loaded high
        Convert.FromHexString(Code).CopyTo(file, CodeOffset);
        File.WriteAllBytes(path, file);
    }
}
