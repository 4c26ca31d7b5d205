using System.Runtime.CompilerServices;
using Lodge.Api.Contracts;
using Lodge.Model.Errors;

namespace Lodge.Api.Tests.Errors;

public sealed class ProblemMapperTests
{
    [Fact]
    public void Every_code_has_a_status_and_a_title()
    {
        foreach (var code in Enum.GetValues<ErrorCode>())
        {
            Assert.True(ProblemMapper.Find(code) is { Status: >= 400 and < 600, Title.Length: > 3 }, $"{code} is not mapped");
        }
    }

    [Fact]
    public void A_problem_carries_code_message_and_remedy()
    {
        var problem = ProblemMapper.ToProblem(new LodgeError(ErrorCode.VmNotFound, "There is no VM 'a'.", "Did you mean 'b'?"));

        Assert.Equal(
            ("urn:lodge:error:vm-not-found", "No such VM", 404, "There is no VM 'a'.", "Did you mean 'b'?"),
            (problem.Type, problem.Title, problem.Status, problem.Detail, problem.Remedy));
    }

    [Fact]
    public void The_reference_lists_every_code_with_its_status()
    {
        var rows = File.ReadLines(Reference()).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToArray();

        foreach (var code in Enum.GetValues<ErrorCode>())
        {
            Assert.Contains(rows, row => row.StartsWith($"| `{ProblemMapper.NameOf(code)}` | {ProblemMapper.KindOf(code).Status} ", StringComparison.Ordinal));
        }
    }

    private static string Reference([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/reference/api.md");
}
