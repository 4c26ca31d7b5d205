using Lodge.TestSupport;

namespace Lodge.Model.Tests.Reference;

public sealed class VmReferenceTests
{
    private static readonly VmReference Reference = new();

    [Fact]
    public void Reference_of_the_definition_is_what_the_model_says() => Golden.Compare("../../../docs/reference/vm.md", Reference.Write());

    [Fact]
    public void Each_number_has_its_range_in_its_doc_comment() => Clean(
        Reference.Fields()
            .Where(entry => Facts.IsNumber(entry.Field.Type) && Facts.Range(entry.Text).Length == 0)
            .Select(entry => $"{entry.Record.Name}.{entry.Field.Property.Name}: {entry.Text}"));

    // A text, list or record that is absent is just not there; behind anything else stands a default.
    [Fact]
    public void Each_value_that_may_be_absent_has_its_default_in_its_doc_comment() => Clean(
        Reference.Fields()
            .Where(entry => entry.Field is { IsRequired: false, UsualValue: "", IsList: false, Type.IsValueType: true } && Facts.Default(entry.Text) is null)
            .Select(entry => $"{entry.Record.Name}.{entry.Field.Property.Name}: {entry.Text}"));

    // An alias is what a device is known by: another one means another device.
    [Fact]
    public void Each_field_that_is_said_to_change_live_does_and_no_other() => Clean(
        from verdict in LiveFields.Verdicts()
        let field = ModelField.Of(verdict.Key.Record).Single(field => field.Name == verdict.Key.Field)
        where field.Name is not ("alias" or "name" or "id") && Reference.IsLive(verdict.Key.Record, field) != verdict.Value
        select $"{verdict.Key.Record.Name}.{field.Property.Name} {(verdict.Value ? "changes live" : "waits for the next start")}, and its doc comment says otherwise");

    private static void Clean(IEnumerable<string> findings) => Assert.True(!findings.Any(), string.Join('\n', findings));
}
