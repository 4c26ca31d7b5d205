using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Lodge.Model.Images;

namespace Lodge.Engine.Images.CloudInit;

/// <summary>
/// Writes the files of cloud-init's NoCloud data source. Pure. Every text of a person's stands in double quotes as
/// JSON has them, which YAML reads alike, so that nothing in it can end its place.
/// </summary>
/// <remarks>The keys are those of cloud-init's reference of modules, and of its NoCloud data source.</remarks>
public static class CloudInitSeed
{
    /// <summary>The files, by name.</summary>
    /// <param name="vmId">The VM: a guest that sees another instance id does its first boot again.</param>
    /// <param name="name">The VM's name.</param>
    /// <param name="settings">What is asked for, checked by <see cref="CloudInitCheck"/>.</param>
    public static IReadOnlyDictionary<string, string> Files(Guid vmId, string name, CloudInitSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["meta-data"] = settings.MetaData ?? $"instance-id: {Quoted(vmId.ToString())}\nlocal-hostname: {Quoted(settings.Hostname ?? name)}\n",
            ["user-data"] = settings.UserData ?? UserData(settings),
            ["vendor-data"] = settings.VendorData ?? "",
        };
        if (settings.NetworkConfig is { } network)
        {
            files["network-config"] = network;
        }

        return files;
    }

    private static string UserData(CloudInitSettings settings)
    {
        var text = new StringBuilder("#cloud-config\n");
        if (settings.User is { } user)
        {
            AddUser(text, user, settings);
        }
        else
        {
            AddToUsualUser(text, settings);
        }

        if (settings.PasswordHash is not null)
        {
            text.Append("ssh_pwauth: true\n");
        }

        if (settings.Packages is { Count: > 0 })
        {
            text.Append("package_update: true\n");
        }

        AddList(text, "packages", settings.Packages, "");
        AddList(text, "runcmd", settings.Commands, "");
        return text.ToString();
    }

    private static void AddUser(StringBuilder text, string user, CloudInitSettings settings)
    {
        text.Append($"users:\n  - name: {Quoted(user)}\n    sudo: \"ALL=(ALL) NOPASSWD:ALL\"\n    shell: \"/bin/bash\"\n");
        text.Append(settings.PasswordHash is { } hash ? $"    lock_passwd: false\n    passwd: {Quoted(hash)}\n" : "    lock_passwd: true\n");
        AddList(text, "ssh_authorized_keys", settings.SshKeys, "    ");
    }

    private static void AddToUsualUser(StringBuilder text, CloudInitSettings settings)
    {
        if (settings.PasswordHash is { } hash)
        {
            text.Append($"password: {Quoted(hash)}\nchpasswd:\n  expire: false\n");
        }

        AddList(text, "ssh_authorized_keys", settings.SshKeys, "");
    }

    private static void AddList(StringBuilder text, string key, IReadOnlyList<string>? values, string indent)
    {
        if (values is { Count: > 0 })
        {
            text.Append($"{indent}{key}:\n");
            foreach (var value in values)
            {
                text.Append($"{indent}  - {Quoted(value)}\n");
            }
        }
    }

    private static string Quoted(string value) => $"\"{JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
