using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Tests.Support;
using Lodge.TestSupport.Guests;

namespace Lodge.Qemu.Tests.Real;

/// <summary>What a Linux guest finds in a PC that has one of each: cards, USB devices, sound; and the screens of a QEMU.</summary>
public sealed class PcTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Guest_finds_its_cards_usb_devices_and_sound_and_drives_them()
    {
        await using var host = RealHost.Create();
        var definition = VmNormalizer.Complete((await TinyGuest.GetFullAsync()).Vm("pc") with
        {
            Id = Guid.CreateVersion7(),
            Nics = [.. Enum.GetValues<NicModel>().Select(model => new NicDefinition { Model = model })],
            Inputs = [new() { Type = InputType.Tablet }, new() { Type = InputType.Keyboard, Bus = InputBus.Usb }, new() { Type = InputType.Mouse, Bus = InputBus.Virtio }],
            Hubs = [new()],
            Sounds = [new(), new() { Model = SoundModel.Ac97 }, new() { Model = SoundModel.Usb }],
            Graphics = [new()],
        });
        await host.Hypervisor.CheckAsync(definition, Token);
        await using var vm = await host.LaunchAsync(definition);
        using var guest = await GuestShell.BootAsync(vm);

        var drivers = await guest.RunAsync("for n in /sys/class/net/eth*; do echo $(cat $n/address) $(basename $(readlink $n/device/driver)); done");
        var macs = definition.Nics.Select(nic => nic.Mac).ToArray();
        Assert.Equal(
            [$"{macs[0]} virtio_net", $"{macs[1]} e1000e", $"{macs[2]} 8139cp", $"{macs[3]} e1000"],
            drivers.Split('\n').OrderBy(line => Array.IndexOf(macs, line.Split(' ')[0])));

        var seen = "";
        string[] expected = ["QEMU USB Tablet", "QEMU USB Keyboard", "QEMU USB Hub", "QEMU USB Audio"];
        for (var i = 0; i < 10 && !expected.All(seen.Contains); i++)
        {
            seen = await guest.RunAsync("sleep 0.5; cat /sys/bus/usb/devices/*/product");
        }

        Assert.All(expected, product => Assert.Contains(product, seen, StringComparison.Ordinal));
        var inputs = await guest.RunAsync("cat /sys/class/input/input*/name");
        Assert.All(["QEMU USB Tablet", "QEMU USB Keyboard", "QEMU Virtio Mouse"], name => Assert.Contains(name, inputs, StringComparison.OrdinalIgnoreCase));

        // Multimedia: HD audio has subclass 3, AC97 subclass 1 (pci.ids).
        var classes = await guest.RunAsync("cat /sys/bus/pci/devices/*/class");
        Assert.Contains("0x040300", classes, StringComparison.Ordinal);
        Assert.Contains("0x040100", classes, StringComparison.Ordinal);
        await vm.QuitAsync(Token);
    }

    [Fact]
    public async Task Each_screen_that_this_QEMU_has_can_be_photographed_and_others_are_refused()
    {
        await using var host = RealHost.Create();
        var seen = new List<VideoModel>();
        foreach (var model in Enum.GetValues<VideoModel>().Where(model => model != VideoModel.None))
        {
            var definition = VmNormalizer.Complete(host.Guest() with { Graphics = [new()], Videos = [new() { Model = model }] });
            if (await RefusedAsync(host, definition) is { } refusal)
            {
                Assert.Equal(ErrorCode.Unsupported, refusal.Code);
                continue;
            }

            await using var vm = await host.LaunchAsync(definition);
            var picture = await vm.Panel.CaptureAsync(0, Token);
            Assert.Equal(picture.Width * picture.Height * 3, picture.Rgb.Length);
            await vm.QuitAsync(Token);
            seen.Add(model);
        }

        Assert.Superset(new HashSet<VideoModel> { VideoModel.Vga, VideoModel.Virtio, VideoModel.Bochs, VideoModel.Cirrus }, seen.ToHashSet());
    }

    private static async Task<LodgeError?> RefusedAsync(RealHost host, VmDefinition definition)
    {
        try
        {
            await host.Hypervisor.CheckAsync(definition, Token);
            return null;
        }
        catch (LodgeException refused)
        {
            return refused.Error;
        }
    }
}
