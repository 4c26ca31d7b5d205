using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Compute;

namespace Lodge.LibvirtXml.Domain;

/// <summary><c>&lt;feature policy name&gt;</c> of a processor.</summary>
internal static class CpuFeatures
{
    public static readonly Words<CpuFeaturePolicy> Policies = new(
        (CpuFeaturePolicy.Force, "force"), (CpuFeaturePolicy.Require, "require"), (CpuFeaturePolicy.Optional, "optional"),
        (CpuFeaturePolicy.Disable, "disable"), (CpuFeaturePolicy.Forbid, "forbid"));

    public static IReadOnlyList<CpuFeature> Read(Element cpu) =>
    [
        .. cpu.Children("feature").Select(feature =>
            new CpuFeature(feature.Need("name"), feature.Word("policy", Policies) ?? CpuFeaturePolicy.Require)),
    ];

    public static void Write(XmlOut output, IReadOnlyList<CpuFeature> features)
    {
        foreach (var feature in features)
        {
            using var element = output.Element("feature");
            output.Attr("policy", Policies.Of(feature.Policy)).Attr("name", feature.Name);
        }
    }
}
