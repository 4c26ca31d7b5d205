using System.Text;
using System.Text.Json;
using Lodge.LibvirtXml;
using Lodge.LibvirtXml.Cpu;
using Lodge.LibvirtXml.Devices;
using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Networks;
using Lodge.LibvirtXml.Secrets;
using Lodge.LibvirtXml.Snapshots;
using Lodge.LibvirtXml.Storage;
using Lodge.Model.Json;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Addressing;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Validation;

namespace Lodge.Fuzz.Xml;

/// <summary>
/// Reads a document with the reader that its root asks for. What was read is written and read again: it must be the
/// same, and be written to the same text.
/// </summary>
internal static class XmlRoundTrip
{
    private static readonly DomainXmlOptions s_all = new() { Secure = true };

    private static readonly VmDefinition s_owner =
        DomainXml.Read("<domain type='qemu'><name>a</name><memory>1048576</memory><os><type machine='q35'>hvm</type></os></domain>");

    /// <summary>What is wrong; null when nothing is.</summary>
    /// <exception cref="LibvirtXmlException">The document is refused, as it may be.</exception>
    public static Finding? Check(byte[] document)
    {
        var text = Encoding.UTF8.GetString(document);
        return RootOf(text) switch
        {
            "domain" => Domain(DomainXml.Read(document)),
            "domainsnapshot" => Check(SnapshotXml.Read, snapshot => SnapshotXml.Write(snapshot, s_all), JsonOf, text),
            "cpu" => Check(CpuXml.Read, cpu => CpuXml.Write(cpu), cpu => $"{cpu.Model} {string.Join(' ', cpu.Features ?? [])}", text),
            "network" => Check(xml => NetworkXml.Read(xml), network => NetworkXml.Write(network), JsonOf, text),
            "secret" => Check(xml => SecretXml.Read(xml), SecretXml.Write, secret => secret.ToString(), text),
            "pool" => Check(xml => PoolXml.Read(xml), pool => PoolXml.Write(pool, null), pool => pool.ToString(), text),
            "note" => Check(Note, note => note, note => note, text),
            "graphics" => Graphics(DeviceXml.Read(text).Graphics!),
            _ => Check(xml => DeviceXml.ReadNew(xml).Device!, Device, JsonOf, text),
        };
    }

    private static Finding? Domain(VmDefinition definition)
    {
        VmValidator.Check(definition);
        return Again(definition, xml => DomainXml.Read(xml), vm => DomainXml.Write(vm, s_all), JsonOf);
    }

    private static Finding? Graphics(GraphicsDefinition display) => Domain(s_owner with { Graphics = [display] });

    // Some controllers of libvirt are several elements.
    private static string Device(DeviceDefinition device)
    {
        var pieces = XmlPieces.Cut(DeviceXml.Write(s_owner, device, s_all));
        return string.Concat(pieces[..XmlPieces.EndOf(pieces, 0)]);
    }

    private static string Note(string xml) => MetadataXml.Get(MetadataXml.Set(null, "n", "urn:n", xml), "urn:n")!;

    private static Finding? Check<T>(Func<string, T> read, Func<T, string> write, Func<T, string> members, string document) =>
        Again(read(document), read, write, members);

    private static Finding? Again<T>(T first, Func<string, T> read, Func<T, string> write, Func<T, string> members)
    {
        var written = write(first);
        T second;
        try
        {
            second = read(written);
        }
        catch (LibvirtXmlException broken)
        {
            return new Finding($"{typeof(T).Name} is written so that it cannot be read", $"{broken.Message}\n{written}");
        }

        var (before, after) = (members(first), members(second));
        return before != after ? new Finding($"{typeof(T).Name} is not read as it was written: {Difference.Place(before, after)}", $"{before}\n{after}")
            : write(second) != written ? new Finding($"{typeof(T).Name} is written in two ways", $"{written}\n{write(second)}")
            : null;
    }

    private static string JsonOf(SnapshotDocument snapshot) =>
        $"{snapshot with { Disks = null, Domain = null }} {string.Join(' ', snapshot.Disks ?? [])} {(snapshot.Domain is { } domain ? JsonOf(domain) : "")}";

    private static string JsonOf(NetworkDefinition network) => JsonSerializer.Serialize(network, ModelJson.Default.NetworkDefinition);

    private static string JsonOf(VmDefinition definition) => JsonSerializer.Serialize(definition, ModelJson.Default.VmDefinition);

    // The board decides what the model of a controller is that names none.
    private static string JsonOf(DeviceDefinition read)
    {
        var device = read is ControllerDefinition controller ? controller with { Model = controller.ModelOn(s_owner.Machine.Type) } : read;
        return device.GetType().Name + JsonSerializer.Serialize(device, device.GetType(), ModelJson.Default);
    }

    // The name of the first element, without a prefix's.
    private static string RootOf(string text)
    {
        for (var i = text.IndexOf('<', StringComparison.Ordinal); i >= 0 && i + 1 < text.Length; i = text.IndexOf('<', i + 1))
        {
            if (char.IsAsciiLetter(text[i + 1]))
            {
                return string.Concat(text.Skip(i + 1).Take(20).TakeWhile(char.IsAsciiLetter));
            }
        }

        return "";
    }
}
