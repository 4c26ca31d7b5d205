using System.Buffers.Binary;
using System.Globalization;

namespace Lodge.Storage.Images.Debian;

/// <summary>
/// The places on a disk that boots by BIOS and by UEFI: GPT, with a partition for GRUB's core, an EFI partition, and the
/// root file system last, so that it can grow. Pure.
/// </summary>
/// <param name="RootMiB">Size of the root file system, MiB.</param>
internal sealed record DiskLayout(int RootMiB)
{
    /// <summary>Size of the EFI partition, MiB.</summary>
    public const int EfiMiB = 32;

    private const int Sector = 512;
    private const int SectorsPerMiB = (1 << 20) / Sector;
    private const int CoreAtMiB = 1;
    private const int EfiAtMiB = 2;
    private const int RootAtMiB = EfiAtMiB + EfiMiB;

    // Types of partitions: the UEFI specification, GRUB's manual, and the Discoverable Partitions Specification.
    private const string BiosBootType = "21686148-6449-6E6F-744E-656564454649";
    private const string EfiType = "C12A7328-F81F-11D2-BA4B-00A0C93EC93B";
    private const string RootType = "4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709";

    // Fields of GRUB's boot.img and diskboot.img: grub-core/boot/i386/pc and include/grub/i386/pc/boot.h in GRUB's tree.
    private const int BootCodeLength = 440;
    private const int CoreSectorAt = 0x5C;
    private const int RestOfCoreAt = 0x200 - 12;

    /// <summary>Size of the disk: a MiB more than the partitions, for the second table.</summary>
    public long Bytes => (long)(RootAtMiB + RootMiB + 1) << 20;

    /// <summary>Where the EFI partition begins, bytes.</summary>
    public static long EfiAt => (long)EfiAtMiB << 20;

    /// <summary>Where the root file system begins, bytes.</summary>
    public static long RootAt => (long)RootAtMiB << 20;

    /// <summary>What sfdisk reads. The identities come from that of the root file system, so that they are the same each time.</summary>
    public string Script(Guid rootId) => string.Create(CultureInfo.InvariantCulture, $"""
        label: gpt
        label-id: {Derived(rootId, 1)}
        start={CoreAtMiB * SectorsPerMiB}, size={SectorsPerMiB}, type={BiosBootType}, uuid={Derived(rootId, 2)}, name=bios
        start={EfiAtMiB * SectorsPerMiB}, size={EfiMiB * SectorsPerMiB}, type={EfiType}, uuid={Derived(rootId, 3)}, name=efi
        start={RootAtMiB * SectorsPerMiB}, size={(long)RootMiB * SectorsPerMiB}, type={RootType}, uuid={Derived(rootId, 4)}, name=root

        """).ReplaceLineEndings("\n");

    /// <summary>What belongs at the start of the disk and at the start of the first partition, to boot by BIOS.</summary>
    /// <param name="boot">GRUB's boot.img.</param>
    /// <param name="core">The core that grub-mkimage made; it begins with diskboot.img.</param>
    public static IReadOnlyList<(long At, byte[] Bytes)> BootCode(byte[] boot, byte[] core)
    {
        const long coreSector = CoreAtMiB * SectorsPerMiB;
        var (first, rest) = (boot[..BootCodeLength], (byte[])core.Clone());
        BinaryPrimitives.WriteInt64LittleEndian(first.AsSpan(CoreSectorAt), coreSector);
        BinaryPrimitives.WriteInt64LittleEndian(rest.AsSpan(RestOfCoreAt), coreSector + 1);
        return [(0, first), (coreSector * Sector, rest)];
    }

    private static Guid Derived(Guid id, byte number)
    {
        var bytes = id.ToByteArray();
        bytes[^1] ^= number;
        return new Guid(bytes);
    }
}
