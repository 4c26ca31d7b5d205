using System.Text;
using System.Text.RegularExpressions;
using Lodge.Model.Errors;
using Lodge.Model.Images;

namespace Lodge.Engine.Images.CloudInit;

/// <summary>Finds what cloud-init would stumble over, before a guest is started with it.</summary>
internal static partial class CloudInitCheck
{
    private const int LargestFile = 1 << 20;

    // What user-data may begin with: cloud-init's reference of user-data formats.
    private static readonly string[] Beginnings =
        ["#cloud-config", "#!", "#include", "#cloud-boothook", "#part-handler", "## template: jinja", "Content-Type:", "MIME-Version:", "From "];

    /// <summary>Refuses settings that are flawed.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>; it names the setting.</exception>
    public static void ThrowIfFlawed(CloudInitSettings settings)
    {
        if (settings.UserData is not null && (settings.User ?? settings.PasswordHash ?? settings.SshKeys ?? settings.Packages ?? (object?)settings.Commands) is not null)
        {
            throw Wrong("Whole user-data and single settings of it (user, keys, password, packages, commands) exclude each other.", "Write them into the user-data.");
        }

        if (settings.MetaData is not null && settings.Hostname is not null)
        {
            throw Wrong("Whole meta-data and a host name exclude each other.", "Write 'local-hostname' into the meta-data.");
        }

        CheckValues(settings);
        CheckUserData(settings.UserData);
        CheckYaml("vendor-data", settings.VendorData is { } vendor && vendor.StartsWith("#cloud-config", StringComparison.Ordinal) ? vendor : null);
        CheckYaml("network-config", settings.NetworkConfig);
        CheckYaml("meta-data", settings.MetaData);
    }

    private static void CheckValues(CloudInitSettings settings)
    {
        if (settings.User is { } user && !UserName().IsMatch(user))
        {
            throw Wrong($"'{user}' can be no user's name.", "Use small letters, digits, '_' and '-', a letter first, at most 32.");
        }

        if (settings.Hostname is { } host && !(host.Length <= 253 && HostName().IsMatch(host)))
        {
            throw Wrong($"'{host}' can be no host's name.", "Use letters, digits and '-', with dots between words of at most 63.");
        }

        if (settings.SshKeys?.FirstOrDefault(key => !SshKey().IsMatch(key)) is { } flawed)
        {
            throw Wrong(
                flawed.Contains("PRIVATE KEY", StringComparison.Ordinal) ? "That is a private key, which must stay where it is." : "That is no public key of ssh: it begins with its kind, such as ssh-ed25519, on one line.",
                "Give the file that ends in .pub.");
        }

        if (settings.PasswordHash is { } hash && !PasswordHash().IsMatch(hash))
        {
            throw Wrong("The password must be hashed as crypt(3) does it, such as $6$SALT$HASH.", "Make it with 'openssl passwd -6', which asks for the password.");
        }
    }

    private static void CheckUserData(string? text)
    {
        if (text is null)
        {
            return;
        }

        if (!Array.Exists(Beginnings, beginning => text.StartsWith(beginning, StringComparison.Ordinal)))
        {
            throw Wrong("The user-data begins with nothing that cloud-init knows, and would be passed over.", "Let its first line be '#cloud-config', or '#!/bin/sh' for a script.");
        }

        CheckYaml("user-data", text.StartsWith("#cloud-config", StringComparison.Ordinal) ? text : null);
    }

    private static void CheckYaml(string file, string? text)
    {
        if (text is null)
        {
            return;
        }

        if (Encoding.UTF8.GetByteCount(text) > LargestFile)
        {
            throw Wrong($"The {file} is larger than 1 MiB.", "Fetch what is large from within the guest.");
        }

        if (YamlCheck.FlawOf(text) is { } flaw)
        {
            throw Wrong($"Line {flaw.Line} of the {file} {flaw.What}.", flaw.Remedy);
        }
    }

    private static LodgeException Wrong(string message, string remedy) => new(ErrorCode.InvalidArgument, message, remedy);

    [GeneratedRegex(@"\A[a-z_][a-z0-9_-]{0,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex UserName();

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex HostName();

    [GeneratedRegex(@"\A(ssh|ecdsa|sk-)[A-Za-z0-9@.-]+ [A-Za-z0-9+/=]{40,}( [^\r\n]*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex SshKey();

    [GeneratedRegex(@"\A\$(1|2a|2b|2y|5|6|7|y|gy)\$[^\s:]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex PasswordHash();
}
