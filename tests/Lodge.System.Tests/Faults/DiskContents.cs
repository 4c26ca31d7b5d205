using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.TestSupport.Daemons;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Faults;

/// <summary>What the two disks of a <see cref="WritingGuest"/> hold: the number in each block.</summary>
internal sealed class DiskContents
{
    private readonly int[][] _numbers;

    private DiskContents(int[][] numbers) => _numbers = numbers;

    /// <summary>Disks that nobody wrote to.</summary>
    public static DiskContents Empty => new([new int[WritingGuest.Blocks], new int[WritingGuest.Blocks]]);

    /// <summary>The last number that was written.</summary>
    public int Last => Math.Max(_numbers[0].Max(), _numbers[1].Max());

    /// <summary>The SHA-256 of what the guest reads from both disks.</summary>
    public string Hash => Convert.ToHexString(SHA256.HashData([.. BytesOf(0), .. BytesOf(1)]));

    /// <summary>Reads the disks of a definition, whose images must be sound.</summary>
    public static async Task<DiskContents> ReadAsync(VmDefinition definition)
    {
        var numbers = new int[2][];
        foreach (var (place, disk) in definition.Disks.Skip(1).Index())
        {
            numbers[place] = await ReadAsync(disk.Source!.HostPath()!, disk.Format!.Value);
        }

        return new DiskContents(numbers);
    }

    /// <summary>Reads one disk from another image, which must be sound.</summary>
    public static async Task<int[]> ReadAsync(string path, DiskFormat format)
    {
        var word = format == DiskFormat.Qcow2 ? "qcow2" : "raw";
        if (format == DiskFormat.Qcow2)
        {
            // 3: clusters that nobody uses, which a kill may leave; all else is damage.
            var check = await Ran.ProgramAsync("qemu-img", ["check", "-q", "-f", word, path]);
            Assert.True(check.ExitCode is 0 or 3, $"{path} is damaged: {check.ExitCode} {check.Output}{check.Errors}");
        }

        var copy = $"{path}.read";
        var ran = await Ran.ProgramAsync("qemu-img", ["convert", "-f", word, "-O", "raw", path, copy]);
        Assert.True(ran.ExitCode == 0, $"{path} cannot be read: {ran.Errors}");
        var bytes = await File.ReadAllBytesAsync(copy);
        File.Delete(copy);
        Assert.Equal(WritingGuest.DiskSize, bytes.Length);
        return [.. bytes.Chunk(WritingGuest.BlockSize).Select((block, place) => NumberIn(block, $"block {place} of {path}"))];
    }

    /// <summary>After the guest has written more.</summary>
    /// <param name="first">The first number.</param>
    /// <param name="last">The last one.</param>
    public DiskContents With(int first, int last)
    {
        int[][] numbers = [[.. _numbers[0]], [.. _numbers[1]]];
        for (var number = first; number <= last; number++)
        {
            var (disk, block) = WritingGuest.PlaceOf(number);
            numbers[disk][block] = number;
        }

        return new DiskContents(numbers);
    }

    /// <summary>Whether this is what another was, and all that a guest wrote from some number on.</summary>
    /// <param name="before">What it was.</param>
    /// <param name="first">The number that the guest began with; null when that is not known.</param>
    public bool Continues(DiskContents before, int? first)
    {
        var known = before.Last;
        var began = first ?? _numbers[0].Concat(_numbers[1]).Where(number => number > known).DefaultIfEmpty(known + 1).Min();
        return IsSame(before.With(began, Last));
    }

    /// <summary>Whether another is the same.</summary>
    public bool IsSame(DiskContents other) => HasDisk(0, other._numbers[0]) && HasDisk(1, other._numbers[1]);

    /// <summary>Whether one of the disks holds this.</summary>
    public bool HasDisk(int disk, int[] numbers) => _numbers[disk].AsSpan().SequenceEqual(numbers);

    private static int NumberIn(byte[] block, string where)
    {
        var words = MemoryMarshal.Cast<byte, int>(block);
        Assert.True(words.IndexOfAnyExcept(words[0]) < 0, $"{where} is torn");
        return words[0];
    }

    private byte[] BytesOf(int disk)
    {
        var bytes = new byte[WritingGuest.DiskSize];
        var words = MemoryMarshal.Cast<byte, int>(bytes.AsSpan());
        for (var block = 0; block < WritingGuest.Blocks; block++)
        {
            words.Slice(block * WritingGuest.BlockSize / sizeof(int), WritingGuest.BlockSize / sizeof(int)).Fill(_numbers[disk][block]);
        }

        return bytes;
    }
}
