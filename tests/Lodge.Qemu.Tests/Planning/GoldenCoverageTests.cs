using System.Collections;
using System.Reflection;
using Lodge.Model.Vms;
using Lodge.Qemu.Tests.Tuning;

namespace Lodge.Qemu.Tests.Planning;

/// <summary>
/// Whatever a definition can say is said in at least one of the VMs whose plans are golden files, or is listed here with the
/// reason. A new field without a case fails.
/// </summary>
public sealed class GoldenCoverageTests
{
    [Fact]
    public void Each_field_has_a_value_in_some_golden_case()
    {
        var seen = Fields(Everything());
        var missing = Reachable().SelectMany(Properties, (record, property) => $"{record.Name}.{property.Name}").Where(field => !seen.Contains(field));
        Compare(Elsewhere.Fields, missing.Distinct());
    }

    [Fact]
    public void Each_choice_is_made_in_some_golden_case()
    {
        var seen = Choices(Everything());
        var missing = Reachable().SelectMany(Properties).Select(property => Plain(property.PropertyType)).Where(type => type.IsEnum).Distinct()
            .SelectMany(Enum.GetNames, (type, name) => $"{type.Name}.{name}").Where(choice => !seen.Contains(choice));
        Compare(Elsewhere.Choices, missing);
    }

    private static void Compare(IReadOnlyDictionary<string, string> elsewhere, IEnumerable<string> missing)
    {
        var lost = missing.Order(StringComparer.Ordinal).ToArray();
        Assert.True(lost.All(elsewhere.ContainsKey), $"In no golden case: {string.Join(' ', lost.Where(name => !elsewhere.ContainsKey(name)))}");
        Assert.True(elsewhere.Keys.All(lost.Contains), $"In a golden case after all: {string.Join(' ', elsewhere.Keys.Where(name => !lost.Contains(name)))}");
    }

    // As they are planned: with addresses, names and models filled in.
    private static IEnumerable<object> Everything() =>
    [
        .. TuningPlannerTests.Definitions,
        .. ((IEnumerable<VmDefinition>)[
            .. PlanCases.All.Values.Select(each => each.Definition),
            .. DeviceCases.All.Values,
            .. OptionCases.All.Values,
            .. MachineCases.All.Values.Select(each => each.Definition),
            DiskCases.Q35,
            DiskCases.Pc,
            DiskCases.Controllers,
            .. HelperDevicePlanTests.Definitions,
            .. NicPlanTests.Definitions,
        ]).Select(definition => VmNormalizer.Complete(definition)),
    ];

    private static HashSet<string> Fields(IEnumerable<object> definitions)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Visit(definitions, (record, property, value) =>
        {
            if (value is not (null or ICollection { Count: 0 }) && !IsUsual(record, property, value))
            {
                seen.Add($"{property.DeclaringType!.Name}.{property.Name}");
                seen.Add($"{record.GetType().Name}.{property.Name}");
            }
        });
        return seen;
    }

    private static HashSet<string> Choices(IEnumerable<object> definitions)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Visit(definitions, (_, _, value) =>
        {
            foreach (var choice in value is IEnumerable list ? list.OfType<Enum>() : new[] { value }.OfType<Enum>())
            {
                seen.Add($"{choice.GetType().Name}.{choice}");
            }
        });
        return seen;
    }

    private static void Visit(object? value, Action<object, PropertyInfo, object?> tell)
    {
        if (value is IEnumerable list and not string)
        {
            foreach (var item in list)
            {
                Visit(item, tell);
            }
        }
        else if (value is not null && IsRecord(value.GetType()))
        {
            foreach (var property in Properties(value.GetType()))
            {
                var inside = property.GetValue(value);
                tell(value, property, inside);
                Visit(inside, tell);
            }
        }
    }

    // What a record has that was made of nothing says nothing.
    private static bool IsUsual(object record, PropertyInfo property, object value) =>
        record.GetType().GetConstructor(Type.EmptyTypes)?.Invoke(null) is { } plain && Equals(property.GetValue(plain), value);

    private static HashSet<Type> Reachable()
    {
        var found = new HashSet<Type>();
        Add(typeof(VmDefinition));
        return found;

        void Add(Type type)
        {
            if (!IsRecord(type) || (!type.IsAbstract && !found.Add(type)))
            {
                return;
            }

            foreach (var inside in type.IsAbstract ? Records().Where(kind => kind.IsSubclassOf(type)) : Properties(type).Select(property => Plain(property.PropertyType)))
            {
                Add(inside);
            }
        }
    }

    private static IEnumerable<Type> Records() => typeof(VmDefinition).Assembly.GetTypes().Where(IsRecord);

    private static bool IsRecord(Type type) =>
        type is { IsEnum: false, IsPublic: true } && type.Namespace!.StartsWith("Lodge.Model.Vms", StringComparison.Ordinal)
        && (type.IsAbstract || Properties(type).Any());

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null && property.GetIndexParameters().Length == 0);

    private static Type Plain(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain.IsGenericType && plain.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? Plain(plain.GetGenericArguments()[0]) : plain;
    }
}
