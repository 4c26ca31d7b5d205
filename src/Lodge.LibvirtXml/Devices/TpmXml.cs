using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.LibvirtXml.Devices;

/// <summary><c>&lt;tpm&gt;</c>: the trusted platform module.</summary>
internal static class TpmXml
{
    private static readonly Words<TpmModel> s_models = new((TpmModel.Tis, "tpm-tis"), (TpmModel.Crb, "tpm-crb"))
    {
        Refused = ["tpm-spapr", "spapr-tpm-proxy"],
    };

    public static TpmDefinition Read(Element element)
    {
        var backend = element.NeedChild("backend");
        var type = backend.Need("type");
        backend.Accept("version", "2.0");
        var host = type switch
        {
            "emulator" => null,
            "passthrough" => backend.Child("device")?.Attr("path") ?? "/dev/tpm0",
            "external" => throw backend.Unsupported("a TPM of the type 'external'"),
            _ => throw backend.Invalid($"'{type}' for the attribute 'type' of <backend>"),
        };
        return DeviceInfo.Read(element, new TpmDefinition
        {
            Model = element.Word("model", s_models) ?? TpmModel.Tis,
            Host = host,
            KeepState = backend.YesNo("persistent_state"),
        });
    }

    public static void Write(XmlOut output, WriteContext context, TpmDefinition tpm)
    {
        using var element = output.Element("tpm");
        var usual = context.Vm.Machine.Type == MachineType.Pc ? TpmModel.Tis : TpmModel.Crb;
        output.Attr("model", s_models.Of(tpm.Model ?? usual));
        using (output.Element("backend"))
        {
            output.Attr("type", tpm.Host is null ? "emulator" : "passthrough").Attr("version", tpm.Host is null ? "2.0" : null)
                .YesNo("persistent_state", tpm.KeepState);
            using var device = output.ElementIfAny("device");
            output.Attr("path", tpm.Host);
        }

        DeviceInfo.Write(output, context, tpm);
    }
}
