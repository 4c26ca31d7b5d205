using System.Runtime.CompilerServices;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Tests.Reference;

/// <summary>Which kinds of devices come and go while the guest runs, asked of the code that decides it.</summary>
internal static class Plugging
{
    private static readonly VmDefinition s_roomy = new() { Name = "a", Memory = new() { Size = ByteSize.FromGiB(1), Maximum = ByteSize.FromGiB(2) } };

    /// <summary>Whether a device of that kind can be plugged in, with some model on some bus.</summary>
    public static bool IsPlugged(Type type) => type.IsSubclassOf(typeof(DeviceDefinition)) && !type.IsAbstract
        && Variants(type).Any(device => HotPlug.WhyNot(device, s_roomy) is null);

    private static IEnumerable<DeviceDefinition> Variants(Type type)
    {
        yield return Plain(type);
        foreach (var choice in type.GetProperties().Where(property => property.Name is "Model" or "Bus" or "Type"))
        {
            foreach (var value in Enum.GetValues(Nullable.GetUnderlyingType(choice.PropertyType) ?? choice.PropertyType))
            {
                var device = Plain(type);
                choice.SetValue(device, value);
                yield return device;
            }
        }
    }

    private static DeviceDefinition Plain(Type type) => (DeviceDefinition)RuntimeHelpers.GetUninitializedObject(type);
}
