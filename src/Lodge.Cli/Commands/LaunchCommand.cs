using System.CommandLine;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Consoles;
using Lodge.Cli.Launching;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering;
using Lodge.Cli.Ssh;
using Lodge.Model.Errors;
using Lodge.Model.Images;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge launch</c></summary>
internal sealed class LaunchCommand
{
    private readonly Argument<string> _image = new("IMAGE")
    {
        Description = "Image to boot, see 'lodge image list'; not needed with --disk or --kernel.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Argument<string> _name = new("NAME")
    {
        Description = "Name of the VM; one is made up if not given.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> _nameOption = Opt.Text("--name", "NAME", "Name of the VM, when there is no IMAGE before it.");
    private readonly LaunchOptions _options = new();
    private readonly Option<ByteSize?> _diskSize = Opt.Size("--disk-size", "Size of the disk that it gets from the image; 10GiB, or the image's if that is more.");
    private readonly CloudInitOptions _cloudInit = new();
    private readonly Option<bool> _paused = Opt.Flag("--paused", "Leave it paused before its first instruction.");
    private readonly Option<bool> _transient = Opt.Flag("--transient", "Forget the VM when it stops.");
    private readonly Option<bool> _wait = Opt.Flag("--wait", "Stay until cloud-init has ended in the guest, and fail when it failed.");
    private readonly Option<string> _waitFor = Opt.Text("--wait-for", "TEXT", "Stay until TEXT appears on the console.");
    private readonly Option<TimeSpan?> _timeout = Opt.Duration("--timeout", "How long --wait and --wait-for stay at most; if not given 5m, or 20m where the host has no KVM.");
    private readonly Option<bool> _console = Opt.Flag("--console", "Open the console at once.");

    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var verb = new Verb("launch", "Create a VM and start it.")
        {
            Group = VerbGroup.Define,
            Completes = Completes.Image,
            Notes = """
                Returns when the VM runs. When starting fails, nothing is created. With --quiet it prints the name only.
                An image with a disk gives the VM a copy-on-write layer over it, and cloud-init sets the guest up at its first boot.
                The VM gets a card on the network 'default' if that runs, else one on QEMU's own network.
                """.ReplaceLineEndings("\n"),
            Examples =
            [
                new("lodge launch tiny hello --console", "boot the tiny image as 'hello' and watch"),
                new("lodge launch tiny --cpus 2 --memory 1GiB --transient", "made-up name; forgotten when it stops"),
                new("lodge launch --disk web.qcow2 --name web1 --autostart", "boot from a disk of your own"),
                new("lodge launch tiny web1 --network lab --network backend", "with a card on each of two networks"),
                new("lodge launch tiny db --set cpus.max=4 --set cpu.weight=200 --device 'disk data.raw bus=scsi'", "anything a VM can have"),
                new("lodge launch --kernel vmlinuz --initrd initrd.img --append console=ttyS0 --machine microvm", "boot a kernel"),
                new("lodge launch debian/13 web1 --package nginx --disk-size 20GiB", "a cloud image with your ssh key; then: lodge ssh web1"),
                new("lodge launch tiny t1 --wait-for 'is up' --timeout 2m", "return when the guest says so"),
            ],
        };
        new LaunchCommand().Fill(verb);
        return verb;
    }

    private void Fill(Verb verb)
    {
        verb.Add(_image);
        verb.Add(_name);
        verb.Add(_nameOption);
        _options.AddTo(verb);
        verb.Add(_diskSize);
        _cloudInit.AddTo(verb);
        foreach (var option in new Option[] { _paused, _transient, _wait, _waitFor, _timeout, _console })
        {
            verb.Add(option);
        }

        verb.Handler = RunAsync;
    }

    private async Task<ExitStatus> RunAsync(Invocation cli, CancellationToken cancellationToken)
    {
        var vm = await CreateAsync(cli, cancellationToken);
        if (cli.Output.IsQuiet && !cli.Output.IsJson)
        {
            cli.Output.Data($"{vm.Name}\n");
        }

        cli.Output.Done(vm, ApiJson.Default.Vm, $"{vm.Name} is {StateWords.Of(vm.Status.State, vm.Status.Reason)}.");
        cli.Output.Flush();
        await WaitAsync(cli, vm, cancellationToken);

        return cli.Get(_console)
            ? await ConsoleAttachment.RunAsync(cli, vm.Name, new ConsoleWishes(), cancellationToken)
            : ExitStatus.Ok;
    }

    private async Task WaitAsync(Invocation cli, Vm vm, CancellationToken cancellationToken)
    {
        var patience = cli.Get(_timeout) ?? CloudInitWait.UsualPatience(vm);
        if (cli.Get(_wait) && cli.Get(_timeout) is null && vm.Runtime?.Accel == Accelerator.Tcg)
        {
            cli.Output.Notice($"This host emulates the guest's processor, so that its first boot takes minutes; waiting for {patience.TotalMinutes:0} at most.");
        }

        if (cli.Get(_wait))
        {
            await CloudInitWait.RunAsync(cli, vm.Name, patience, cancellationToken);
        }

        if (cli.Get(_waitFor) is { } text)
        {
            await ConsoleWatch.WaitForAsync(cli, vm.Name, text, patience, cancellationToken);
        }
    }

    private async Task<Vm> CreateAsync(Invocation cli, CancellationToken cancellationToken)
    {
        var asked = _options.Of(cli);
        var image = cli.Get(_image);
        if (image is null && asked.Kernel is null && asked.Disks.Count == 0)
        {
            throw Wrong("'lodge launch' needs an IMAGE, --disk or --kernel to boot from.", "Try: lodge launch tiny");
        }

        var found = image is null ? null : await ImageLookup.FindAsync(cli.Client, image, cancellationToken);
        var name = NameOf(cli) ?? await MakeNameAsync(cli, cancellationToken);
        var from = await FromImageAsync(cli, found, cancellationToken);
        var wishes = await UsualNetwork.AddAsync(cli.Client, asked, cancellationToken);
        wishes = from is not null && !cli.IsRemote ? wishes with { SshPort = FreePort.Find() } : wishes;
        var request = LaunchRequest.Make(LaunchPlan.Make(name, found, wishes), wishes, cli.Get(_paused), cli.Get(_transient), from);
        var vm = await cli.Client.CreateVmAsync(request, cancellationToken);
        if (from is not null)
        {
            await new SshRecords(cli).KeepLoginAsync(vm, from.CloudInit?.User ?? found?.User, _cloudInit.FindIdentity(cli), cancellationToken);
        }

        return vm;
    }

    private async Task<ImageLaunch?> FromImageAsync(Invocation cli, ImageInfo? image, CancellationToken cancellationToken)
    {
        if (image?.Disk is not null)
        {
            return new ImageLaunch { Image = image.Name, DiskSize = cli.Get(_diskSize), CloudInit = await _cloudInit.ReadAsync(cli, cancellationToken) };
        }

        return cli.Has(_diskSize) || _cloudInit.AreGiven(cli)
            ? throw Wrong("--disk-size and the options for cloud-init need an IMAGE with a disk.", "Such as debian/13; 'lodge image list --available' tells what there is.")
            : null;
    }

    private string? NameOf(Invocation cli) => (cli.Get(_name), cli.Get(_nameOption)) switch
    {
        ({ } first, { } second) when first != second => throw Wrong($"Shall it be called {first} or {second}?", "Give one name."),
        var (first, second) => first ?? second,
    };

    private static async Task<string> MakeNameAsync(Invocation cli, CancellationToken cancellationToken)
    {
        var vms = await cli.Client.ListVmsAsync(null, cancellationToken);
        return FriendlyName.Make(vms.Select(vm => vm.Name).ToHashSet(), Random.Shared);
    }

    private static LodgeException Wrong(string message, string remedy) => new(ErrorCode.InvalidArgument, message, remedy);
}
