using System.CommandLine;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Model.Errors;
using Lodge.Model.Images;

namespace Lodge.Cli.Launching;

/// <summary>The options that say what cloud-init does at a VM's first boot.</summary>
internal sealed class CloudInitOptions
{
    private readonly Option<string[]> _sshKeys = Opt.Texts("--ssh-key", "FILE", "Public key that may log in, from a file or as it stands; your own of ~/.ssh if none is given.");
    private readonly Option<string> _user = Opt.Text("--user", "NAME", "User to make instead of the image's own.");
    private readonly Option<string> _hostname = Opt.Text("--hostname", "NAME", "The guest's name; the VM's if not given.");
    private readonly Option<string> _password = Opt.Text("--password-hash", "HASH", "The user's password, as 'openssl passwd -6' prints it.");
    private readonly Option<string[]> _packages = Opt.Texts("--package", "NAME", "Package to install at the first boot, as often as needed.");
    private readonly Option<string[]> _commands = Opt.Texts("--run", "COMMAND", "Command to run at the first boot, as often as needed.");
    private readonly Option<string> _userData = Opt.Text("--user-data", "FILE", "Whole user-data of your own, instead of these.");
    private readonly Option<string> _vendorData = Opt.Text("--vendor-data", "FILE", "Vendor-data of your own.");
    private readonly Option<string> _networkConfig = Opt.Text("--network-config", "FILE", "Network configuration of your own.");
    private readonly Option<string> _metaData = Opt.Text("--meta-data", "FILE", "Meta-data of your own.");

    private Option[] All => [_sshKeys, _user, _hostname, _password, _packages, _commands, _userData, _vendorData, _networkConfig, _metaData];

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option);
        }
    }

    /// <summary>Whether one of them is given.</summary>
    public bool AreGiven(Invocation cli) => All.Any(cli.Has);

    /// <summary>What the command line says, with the files read.</summary>
    /// <exception cref="LodgeException">A file cannot be read.</exception>
    public async Task<CloudInitSettings> ReadAsync(Invocation cli, CancellationToken cancellationToken)
    {
        var userData = await TextAsync(cli, _userData, cancellationToken);
        return new CloudInitSettings
        {
            Hostname = cli.Get(_hostname),
            User = cli.Get(_user),
            PasswordHash = cli.Get(_password),
            SshKeys = await KeysAsync(cli, userData is not null, cancellationToken),
            Packages = cli.Get(_packages) is { Length: > 0 } packages ? packages : null,
            Commands = cli.Get(_commands) is { Length: > 0 } commands ? commands : null,
            UserData = userData,
            VendorData = await TextAsync(cli, _vendorData, cancellationToken),
            NetworkConfig = await TextAsync(cli, _networkConfig, cancellationToken),
            MetaData = await TextAsync(cli, _metaData, cancellationToken),
        };
    }

    /// <summary>The private key that belongs to the first public one, to log in with; null when there is none beside it.</summary>
    public string? FindIdentity(Invocation cli) => (cli.Get(_sshKeys) is { Length: > 0 } given ? given : SshKeys.OwnFiles(cli.Host.Environment("HOME")))
        .Where(path => path.EndsWith(".pub", StringComparison.Ordinal))
        .Select(path => Path.GetFullPath(path[..^".pub".Length], cli.Host.Folder))
        .FirstOrDefault(File.Exists);

    private async Task<IReadOnlyList<string>?> KeysAsync(Invocation cli, bool hasUserData, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        foreach (var key in cli.Get(_sshKeys) ?? [])
        {
            keys.AddRange(key.Contains(' ', StringComparison.Ordinal) ? [key] : SshKeys.In(await ReadAsync(cli, key, cancellationToken)));
        }

        if (keys.Count == 0 && !hasUserData)
        {
            keys.AddRange(await SshKeys.OwnAsync(cli.Host.Environment("HOME"), cancellationToken));
        }

        return keys.Count > 0 ? keys : null;
    }

    private static async Task<string?> TextAsync(Invocation cli, Option<string> option, CancellationToken cancellationToken) =>
        cli.Get(option) is { } path ? await ReadAsync(cli, path, cancellationToken) : null;

    private static async Task<string> ReadAsync(Invocation cli, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(Path.GetFullPath(path, cli.Host.Folder), cancellationToken);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new LodgeException(ErrorCode.FileNotFound, $"'{path}' cannot be read: {refused.Message}", cause: refused);
        }
    }
}
