using Lodge.LibvirtXml.Devices;
using Lodge.LibvirtXml.Xml;

namespace Lodge.LibvirtXml.Domain;

/// <summary>Writes a whole domain, in libvirt's order.</summary>
internal static class DomainWriter
{
    public static void Write(XmlOut output, WriteContext context)
    {
        var vm = context.Vm;
        using var domain = output.Element("domain");
        output.Attr("type", AcceleratorSection.Types.Of(context.Accel)).Attr("id", context.Live?.Id);
        KeptSection.Declare(output, vm.Kept);
        output.Leaf("name", vm.Name);
        output.Leaf("uuid", vm.Id == Guid.Empty ? null : vm.Id.ToString("D"));
        output.Leaf("title", vm.Title);
        output.Leaf("description", vm.Description);
        KeptSection.WriteMetadata(output, context);
        MemorySection.Write(output, context);
        CpuCountSection.Write(output, vm);
        TuningSection.Write(output, vm);
        NumaSection.WriteTuning(output, vm.Numa);
        SurroundingsSection.Write(output, context);
        SmbiosSection.Write(output, vm);
        OsSection.Write(output, context);
        FeaturesSection.Write(output, vm.Features);
        CpuSection.Write(output, context);
        ClockSection.Write(output, vm.Clock);
        LifecycleSection.Write(output, vm);
        PerfSection.Write(output, vm.Tuning);
        DeviceSection.Write(output, context);
        SurroundingsSection.WriteLabels(output, context);
        LaunchSecuritySection.Write(output, vm.LaunchSecurity);
        KeptSection.WriteQemu(output, vm.Kept);
    }
}
