from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programme', '0009_subscriptions'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalmeasure',
            name='alternative_minimum',
            field=models.DecimalField(blank=True, decimal_places=2, help_text='Riêng số đo này đạt mức đó thì chỉ tiêu cũng đạt, ví dụ 01 khu công nghiệp thay cho 02 phân khu. Để trống: số đo được so với mức của chỉ tiêu.', max_digits=12, null=True, verbose_name='mức thay thế'),
        ),
        migrations.AddField(
            model_name='historicalmeasure',
            name='is_yes_no',
            field=models.BooleanField(default=False, help_text='Kết quả ghi 1 là có, 0 là không; có là đạt.', verbose_name='chỉ có hoặc không'),
        ),
        migrations.AddField(
            model_name='measure',
            name='alternative_minimum',
            field=models.DecimalField(blank=True, decimal_places=2, help_text='Riêng số đo này đạt mức đó thì chỉ tiêu cũng đạt, ví dụ 01 khu công nghiệp thay cho 02 phân khu. Để trống: số đo được so với mức của chỉ tiêu.', max_digits=12, null=True, verbose_name='mức thay thế'),
        ),
        migrations.AddField(
            model_name='measure',
            name='is_yes_no',
            field=models.BooleanField(default=False, help_text='Kết quả ghi 1 là có, 0 là không; có là đạt.', verbose_name='chỉ có hoặc không'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('alternative_minimum', None), models.Q(('alternative_minimum__gt', 0), ('target__isnull', False)), _connector='OR'), name='measure_alternative_of_a_target', violation_error_message='Mức thay thế phải lớn hơn 0 và thuộc một chỉ tiêu.'),
        ),
    ]
