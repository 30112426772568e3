import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('enterprises', '0012_fact_checks'),
    ]

    operations = [
        migrations.CreateModel(
            name='CertificateReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_to', models.DateField(verbose_name='hiệu lực đến')),
                ('days', models.PositiveSmallIntegerField(verbose_name='nhắc trước (ngày)')),
                ('sent_at', models.DateTimeField(auto_now_add=True, verbose_name='nhắc lúc')),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='enterprises.certificate', verbose_name='chứng nhận')),
            ],
            options={
                'verbose_name': 'lần nhắc chứng nhận sắp hết hạn',
                'verbose_name_plural': 'các lần nhắc chứng nhận sắp hết hạn',
                'ordering': ['-sent_at'],
                'constraints': [models.UniqueConstraint(fields=('certificate', 'valid_to', 'days'), name='certificate_reminder_once', violation_error_message='Đã nhắc lần này rồi.')],
            },
        ),
    ]
