# Smallest file that QEMU boots as a Linux kernel on q35, pc and microvm; see TinyKernel.cs.
    .code16
    .globl _start
_start:
    .org 0x1f1
    .byte 1              # setup_sects
    .org 0x1fe
    .word 0xaa55
    .org 0x200
    jmp begin
    .ascii "HdrS"
    .word 0x0203         # protocol version
    .org 0x211
    .byte 1              # loaded high
    .org 0x230
begin:
    cli
    movw %cs,%ax
    movw %ax,%ds
    movw $(msg - 0x200),%si
print:
    lodsb
    testb %al,%al
    jz halt
    movb %al,%bl
    movw $0x3fd,%dx
1:  inb %dx,%al
    testb $0x20,%al
    jz 1b
    movw $0x3f8,%dx
    movb %bl,%al
    outb %al,%dx
    jmp print
halt:
    hlt
    jmp halt
msg: .asciz "KERNEL UP\r\n"
    .org 0x3ff
    .byte 0
    .org 0x5ff           # some protected-mode part
    .byte 0
