using System.Collections;
using System.Reflection;
using System.Text.Json.Serialization;
using Lodge.Model.Primitives;

namespace Lodge.LibvirtXml.Tests.Support;

/// <summary>Makes records of the model with random members; texts and numbers are of the form that each member wants.</summary>
internal sealed class RandomModel(Random random)
{
    private int _count;

    public T Make<T>() => (T)Make(typeof(T), typeof(T).Name, 0)!;

    private object? Make(Type type, string name, int depth)
    {
        if (type == typeof(string))
        {
            return Text(name);
        }

        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Make(inner, name, depth);
        }

        return type switch
        {
            _ when type == typeof(bool) => random.Next(2) == 0,
            _ when type == typeof(int) => Number(name),
            _ when type == typeof(double) => (double)Number(name),
            _ when type == typeof(long) => (long)Number(name),
            _ when type == typeof(uint) => (uint)Number(name),
            _ when type == typeof(ulong) => (ulong)Number(name),
            _ when type == typeof(Guid) => Guid.CreateVersion7(),
            _ when type == typeof(ByteSize) => ByteSize.FromMiB(2 * random.Next(1, 2000)),
            _ when type == typeof(DateTimeOffset) => DateTimeOffset.UnixEpoch.AddSeconds(random.Next()),
            { IsEnum: true } => type.GetEnumValues().GetValue(random.Next(type.GetEnumValues().Length)),
            { IsGenericType: true } => List(type.GetGenericArguments()[0], name, depth),
            { IsAbstract: true } => Derived(type, name, depth),
            _ => Record(type, depth),
        };
    }

    private object? Derived(Type type, string name, int depth)
    {
        var kinds = type.GetCustomAttributes<JsonDerivedTypeAttribute>().ToList();
        return Make(kinds[random.Next(kinds.Count)].DerivedType, name, depth);
    }

    private IList List(Type item, string name, int depth)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
        for (var i = random.Next(3); i >= 0; i--)
        {
            list.Add(Make(item, name, depth + 1));
        }

        return list;
    }

    private object Record(Type type, int depth)
    {
        var constructor = type.GetConstructors().OrderByDescending(one => one.GetParameters().Length).First();
        var made = constructor.Invoke([.. constructor.GetParameters().Select(parameter =>
            Make(parameter.ParameterType, Capital(parameter.Name!), depth + 1))]);
        foreach (var property in type.GetProperties().Where(property => property.CanWrite))
        {
            var required = property.GetCustomAttribute<System.Runtime.CompilerServices.RequiredMemberAttribute>() is not null;
            if (required || random.Next(3) > 0)
            {
                property.SetValue(made, Make(property.PropertyType, property.Name, depth + 1));
            }
        }

        return made;
    }

    private int Number(string name) => name switch
    {
        "Domain" or "TlsPort" => random.Next(1, 60000),
        "Bus" or "Chassis" or "Controller" => random.Next(1, 250),
        "Slot" => random.Next(32),
        "Function" => random.Next(8),
        "CBitPosition" => random.Next(32, 64),
        "PhysicalAddressBits" => random.Next(33, 60),
        _ => random.Next(1, 5000),
    };

    private string Text(string name) => name switch
    {
        "Name" => $"name-{++_count}",
        "Mac" => $"52:54:00:00:{random.Next(256):x2}:{random.Next(256):x2}",
        "Host" => $"0000:{random.Next(256):x2}:{random.Next(32):x2}.{random.Next(8)}",
        "HostNodes" or "CpuSet" or "Cpus" or "EmulatorPin" or "Vcpus" or "IoThreads" => $"{random.Next(4)}-{random.Next(4, 9)}",
        "Alias" => $"ua-{++_count}",
        "Version" => "7.2",
        "Port" => $"{random.Next(1, 9)}.{random.Next(1, 5)}",
        "Metadata" => $"<a:x xmlns:a=\"urn:{++_count}\"/>",
        "Qemu" => "<qemu:commandline/>",
        _ => $"/srv/{name} <'&\"> é{++_count}",
    };

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
