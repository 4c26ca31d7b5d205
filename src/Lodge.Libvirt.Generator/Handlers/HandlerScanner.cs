using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lodge.Libvirt.Generator.Handlers;

/// <summary>
/// Reads handlers off the source. Types of messages are made in the same compilation and have no symbols yet, so their
/// names are compared; the compiler checks the rest when it compiles the dispatch.
/// </summary>
internal static class HandlerScanner
{
    public const string Attribute = "Lodge.Libvirt.Calls.ProcedureAttribute";

    public static bool IsMethod(SyntaxNode node, CancellationToken cancellation) => node is MethodDeclarationSyntax;

    public static HandlerMethod Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var method = (MethodDeclarationSyntax)context.TargetNode;
        var type = context.TargetSymbol.ContainingType;
        var attribute = (AttributeSyntax)context.Attributes[0].ApplicationSyntaxReference!.GetSyntax(cancellation);
        var named = attribute.ArgumentList?.Arguments.FirstOrDefault()?.Expression as MemberAccessExpressionSyntax;
        var location = method.Identifier.GetLocation();
        return new HandlerMethod(
            type.Name,
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            method.Identifier.Text,
            named?.Expression.ToString().Split('.').Last() ?? "",
            named?.Name.Identifier.Text ?? "",
            Plain(method.ReturnType),
            string.Join(",", method.ParameterList.Parameters.Select(parameter => Plain(parameter.Type!))),
            new HandlerPlace(location.SourceTree!.FilePath, location.SourceSpan, location.GetLineSpan().Span));
    }

    private static string Plain(TypeSyntax type) => type.ToString().Replace(" ", "");
}
