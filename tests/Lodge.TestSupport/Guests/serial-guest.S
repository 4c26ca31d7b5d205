    .code16
    .globl _start
# 512-byte guest for tests; see SerialGuest.cs.
_start:
    cli
    xorw %ax,%ax
    movw %ax,%ds
    movw %ax,%ss
    movw $0x7c00,%sp
    # ACPI power button: enable bit 8 of PM1_EN
    movw $0x602,%dx
    movw $0x100,%ax
    outw %ax,%dx
    movw $msg,%si
    call print
loop:
    movw $0x600,%dx
    inw %dx,%ax
    testw $0x100,%ax
    jnz off
    movw $0x3fd,%dx
    inb %dx,%al
    testb $1,%al
    jz loop
    movw $0x3f8,%dx
    inb %dx,%al
    cmpb $'p',%al
    je off
    cmpb $'r',%al
    je reset
    cmpb $'c',%al
    je crash
    cmpb $'+',%al
    je count
    cmpb $'w',%al
    je starve
    outb %al,%dx
    jmp loop
count:
    incb number
    movb number,%al
    outb %al,%dx
    jmp loop
starve:
    # the watchdog's timer of no seconds
    movw $0x443,%dx
    movb $15,%al
    outb %al,%dx
    jmp loop
off:
    movw $bye,%si
    call print
    movw $0x604,%dx
    movw $0x2000,%ax
    outw %ax,%dx
    jmp halt
reset:
    movw $0xcf9,%dx
    movb $6,%al
    outb %al,%dx
    jmp halt
crash:
    movw $0x505,%dx
    movb $1,%al
    outb %al,%dx
halt:
    hlt
    jmp halt
print:
    lodsb
    testb %al,%al
    jz 2f
    movb %al,%bl
    movw $0x3fd,%dx
1:  inb %dx,%al
    testb $0x20,%al
    jz 1b
    movw $0x3f8,%dx
    movb %bl,%al
    outb %al,%dx
    jmp print
2:  ret
number: .byte '0'
msg: .asciz "GUEST UP\r\n"
bye: .asciz "GUEST OFF\r\n"
    .org 510
    .byte 0x55,0xaa
