using System.Diagnostics;

namespace Lodge.LibvirtXml.Tests.Support;

/// <summary>Programs of libvirt's own, asked what they think of an XML.</summary>
internal static class Tool
{
    /// <summary>Whether Debian's schemas take the XML; what they say when they do not.</summary>
    public static string? Validate(string xml, string schema)
    {
        if (!File.Exists("/usr/bin/virt-xml-validate") || !File.Exists("/usr/bin/xmllint"))
        {
            Assert.Skip("virt-xml-validate (libvirt-clients, libxml2-utils) is not installed");
        }

        var (code, output) = Run("virt-xml-validate", xml, schema);
        return code == 0 ? null : output;
    }

    /// <summary>What libvirt's test driver makes of a domain: it normalises XML without a daemon.</summary>
    public static string? Normalise(string xml, string name)
    {
        var (code, output) = Run("virsh", xml, null, $"dumpxml --inactive {name}");
        return code == 0 || File.Exists("/usr/bin/virsh") ? output : null;
    }

    /// <summary>What libvirt's test driver makes of a network; null where there is no virsh.</summary>
    public static string? NormaliseNetwork(string xml, string name) =>
        File.Exists("/usr/bin/virsh") ? Run("virsh", xml, null, $"net-dumpxml {name}", "net-define").Output : null;

    /// <summary>What libvirt's test driver makes of a storage pool; null where there is no virsh.</summary>
    public static string? NormalisePool(string xml, string name) =>
        File.Exists("/usr/bin/virsh") ? Run("virsh", xml, null, $"pool-dumpxml {name}", "pool-define").Output : null;

    private static (int Code, string Output) Run(string program, string xml, string? schema, string? command = null, string define = "define")
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, xml);
            var start = new ProcessStartInfo(program)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            string[] arguments = command is null ? [file, schema!] : ["-q", "-c", "test:///default", $"{define} {file}; {command}"];
            Array.ForEach(arguments, start.ArgumentList.Add);
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.Result);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
