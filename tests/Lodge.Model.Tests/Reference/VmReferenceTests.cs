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

    private static void Clean(IEnumerable<string> findings) => Assert.True(!findings.Any(), string.Join('\n', findings));
}
