using Lodge.LibvirtXml.Xml;
using Lodge.Model.Networks;

namespace Lodge.LibvirtXml.Networks;

/// <summary><c>&lt;vlan&gt;</c>: VLANs of cards. Several tags are a trunk, and libvirt says so.</summary>
internal static class VlanXml
{
    public static VlanDefinition? Read(Element owner)
    {
        if (owner.Child("vlan") is not { } vlan)
        {
            return null;
        }

        var tags = vlan.Children("tag");
        if (tags.Count == 0)
        {
            throw vlan.Invalid("missing <tag> in <vlan>");
        }

        var trunk = vlan.YesNo("trunk");
        if (trunk == false && tags.Count > 1)
        {
            throw vlan.Invalid("several VLANs are a trunk: leave out trunk='no', or all tags but one");
        }

        var native = tags.Where(IsNative).ToList();
        return new VlanDefinition
        {
            Tags = [.. tags.Select(tag => tag.NeedInt("id"))],
            Trunk = tags.Count > 1 && trunk == true ? null : trunk,
            Native = native.Count <= 1 ? native.FirstOrDefault()?.NeedInt("id") : throw vlan.Invalid("a trunk has one native VLAN at most"),
        };
    }

    public static void Write(XmlOut output, VlanDefinition? vlan)
    {
        if (vlan is null)
        {
            return;
        }

        using var element = output.Element("vlan");
        output.YesNo("trunk", vlan.Trunk ?? (vlan.Tags.Count > 1 ? true : null));
        foreach (var tag in vlan.Tags)
        {
            using var one = output.Element("tag");
            output.Attr("id", tag).Attr("nativeMode", tag == vlan.Native ? "untagged" : null);
        }
    }

    private static bool IsNative(Element tag)
    {
        tag.Accept("nativeMode", "untagged");
        return tag.Attr("nativeMode") is not null;
    }
}
