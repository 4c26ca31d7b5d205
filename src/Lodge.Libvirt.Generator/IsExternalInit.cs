namespace System.Runtime.CompilerServices;

/// <summary>Lets records compile for the old framework that the compiler loads generators into.</summary>
internal static class IsExternalInit;
