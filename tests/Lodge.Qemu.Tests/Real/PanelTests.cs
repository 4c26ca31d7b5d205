using System.Buffers.Binary;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Keys;
using Lodge.Qemu.Tests.Support;
using Lodge.TestSupport.Daemons;
using Lodge.TestSupport.Guests;

namespace Lodge.Qemu.Tests.Real;

/// <summary>Screen, keyboard and memory of a real QEMU.</summary>
public class PanelTests
{
    private static readonly TimeSpan Hold = TimeSpan.FromMilliseconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Screen_shows_the_firmware_and_keys_reach_it()
    {
        await using var host = RealHost.Create();
        var definition = host.Guest("blank") with { Graphics = [new()] };
        File.WriteAllBytes(((FileDiskSource)definition.Disks[0].Source!).Path, new byte[1 << 20]);
        await using var vm = await host.LaunchAsync(definition);
        var dark = await vm.Panel.CaptureAsync(0, Token);
        Assert.Equal(dark.Width * dark.Height * 3, dark.Rgb.Length);
        await vm.ResumeAsync(Token);

        var lit = await ShowsTextAsync(vm);
        Assert.Equal((720, 400), (lit.Width, lit.Height));
        var refused = await Assert.ThrowsAsync<LodgeException>(() => vm.Panel.CaptureAsync(1, Token));
        Assert.Equal("It has one screen, number 0.", refused.Error.Remedy);

        // The BIOS finds nothing to boot, and waits for somebody to press what it resets the machine at.
        await PressUntilResetAsync(vm, KeyChord.Parse("ctrl-alt-del", KeyCodeSet.Names));
        await vm.QuitAsync(Token);
    }

    [Fact]
    public async Task QEMU_knows_every_key_of_the_table()
    {
        await using var host = RealHost.Create();
        await using var vm = await host.LaunchAsync(host.Guest());
        await vm.ResumeAsync(Token);
        var pressed = 0;
        for (var code = 0; code < 768; code++)
        {
            if (Find(code) is { } key)
            {
                await vm.Panel.PressAsync(key, TimeSpan.FromMilliseconds(1), Token);
                pressed++;
            }
        }

        Assert.InRange(pressed, 140, 200);
        var refused = await Assert.ThrowsAsync<LodgeException>(() => vm.Panel.CaptureAsync(0, Token));
        Assert.Equal(ErrorCode.Unsupported, refused.Error.Code);
        await vm.QuitAsync(Token);
    }

    [Fact]
    public async Task Memory_is_dumped_whole_and_the_guest_goes_on()
    {
        await using var host = RealHost.Create();
        await using var vm = await host.LaunchAsync(host.Guest());
        using var serial = await Serial.ConnectAsync(vm);
        await vm.ResumeAsync(Token);
        await serial.ExpectAsync(SerialGuest.Greeting);
        var formats = await vm.Panel.QueryDumpFormatsAsync(Token);
        Assert.Contains(MemoryDumpFormat.Elf, formats);

        var core = Path.Combine(host.Root, "guest.core");
        await vm.Panel.DumpAsync(core, MemoryDumpFormat.Elf, new Progress<double>(), Token);
        CheckCore(core);
        Assert.Equal(GuestRunState.Running, await vm.QueryStateAsync(Token));
        await serial.SayAsync("x");
        await serial.ExpectAsync("x");

        var packed = Path.Combine(host.Root, "guest.kdump");
        await vm.PauseAsync(Token);
        await vm.Panel.DumpAsync(packed, MemoryDumpFormat.KdumpZlib, new Progress<double>(), Token);
        Assert.Equal(GuestRunState.Paused, await vm.QueryStateAsync(Token));
        Assert.StartsWith("makedumpfile", System.Text.Encoding.ASCII.GetString(File.ReadAllBytes(packed), 0, 12));
        Assert.Empty(Directory.GetFiles(host.Root, "*.partial"));
        await vm.QuitAsync(Token);
    }

    [Fact]
    public async Task Dump_that_is_cancelled_leaves_no_file_and_a_guest_that_runs()
    {
        await using var host = RealHost.Create();
        await using var vm = await host.LaunchAsync(host.Guest() with { Memory = new() { Size = ByteSize.FromGiB(1) } });
        await vm.ResumeAsync(Token);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var dump = vm.Panel.DumpAsync(Path.Combine(host.Root, "core"), MemoryDumpFormat.Elf, new AtOnce(enough.Cancel), enough.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dump);
        Assert.Empty(Directory.GetFiles(host.Root, "core*"));
        Assert.Equal(GuestRunState.Running, await vm.QueryStateAsync(Token));
        await vm.Panel.DumpAsync(Path.Combine(host.Root, "core"), MemoryDumpFormat.KdumpZlib, new Progress<double>(), Token);
        await vm.QuitAsync(Token);
    }

    [Fact]
    public async Task Dump_onto_a_full_disk_says_so_and_the_guest_goes_on()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root may mount a small file system");
        await using var host = RealHost.Create();
        await using var vm = await host.LaunchAsync(host.Guest());
        var small = Directory.CreateDirectory(Path.Combine(host.Root, "small")).FullName;
        await Ran.ProgramAsync("/bin/mount", ["-t", "tmpfs", "-o", "size=64k", "lodge-test", small]);
        try
        {
            await vm.ResumeAsync(Token);
            var error = (await Assert.ThrowsAsync<LodgeException>(
                () => vm.Panel.DumpAsync(Path.Combine(small, "core"), MemoryDumpFormat.Elf, new Progress<double>(), Token))).Error;
            Assert.Equal(ErrorCode.InsufficientResources, error.Code);
            Assert.Empty(Directory.GetFiles(small));
            Assert.Equal(GuestRunState.Running, await vm.QueryStateAsync(Token));
        }
        finally
        {
            await Ran.ProgramAsync("/bin/umount", [small]);
        }

        await vm.QuitAsync(Token);
    }

    // An ELF header (elf.h): 64 bits, little-endian, type 4 for a core file, and as much in it as there is memory.
    private static void CheckCore(string path)
    {
        var head = new byte[64];
        using var file = File.OpenRead(path);
        file.ReadExactly(head);
        Assert.Equal([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1], head[..6]);
        Assert.Equal(4, BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(16)));
        Assert.True(file.Length > 64 << 20, $"{file.Length} bytes");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    private static KeyChord? Find(int code)
    {
        try
        {
            return KeyChord.Parse(code.ToString(), KeyCodeSet.Linux);
        }
        catch (LodgeException)
        {
            return null;
        }
    }

    private static async Task<ScreenPicture> ShowsTextAsync(IVmProcess vm)
    {
        while (true)
        {
            var picture = await vm.Panel.CaptureAsync(0, Token);
            if (picture.Height == 400 && picture.Rgb.Span.ContainsAnyExcept((byte)0))
            {
                return picture;
            }

            await Task.Delay(100, Token);
        }
    }

    private static async Task PressUntilResetAsync(IVmProcess vm, KeyChord keys)
    {
        var reset = vm.NextAsync<GuestReset>();
        while (!reset.IsCompleted)
        {
            await vm.Panel.PressAsync(keys, Hold, Token);
            await Task.WhenAny(reset, Task.Delay(500, Token));
        }

        Assert.True((await reset).ByGuest);
    }

    private sealed class AtOnce(Action act) : IProgress<double>
    {
        public void Report(double value) => act();
    }
}
